# For the application, to use sessions.
data "aws_iam_policy_document" "application" {
  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DescribeTimeToLive"]
    resources = [aws_dynamodb_table.sessions.arn]
  }
}

# For the application besides its own policy, to list, limit and revoke the sessions of a user.
data "aws_iam_policy_document" "user_lookup" {
  statement {
    actions   = ["dynamodb:Query"]
    resources = ["${aws_dynamodb_table.sessions.arn}/index/byUser"]
  }
}

# For operators, to list, count, revoke, reap and clear sessions. It reads all sessions.
data "aws_iam_policy_document" "operator" {
  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Scan"]
    resources = [aws_dynamodb_table.sessions.arn]
  }

  statement {
    actions   = ["dynamodb:Query"]
    resources = ["${aws_dynamodb_table.sessions.arn}/index/byUser"]
  }
}

# For the application besides its own policy, to migrate each legacy session with its user's next request.
data "aws_iam_policy_document" "migration" {
  count = var.legacy_table_arn == null ? 0 : 1

  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:DeleteItem"]
    resources = [var.legacy_table_arn]
  }
}

# For the tool that migrates a whole table.
data "aws_iam_policy_document" "bulk_migration" {
  count = var.legacy_table_arn == null ? 0 : 1

  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:DeleteItem", "dynamodb:Scan", "dynamodb:DescribeTable"]
    resources = [var.legacy_table_arn]
  }

  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.sessions.arn]
  }
}

# For an application that shares the legacy table with Express, instead of its own policy.
data "aws_iam_policy_document" "sharing" {
  count = var.legacy_table_arn == null ? 0 : 1

  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:PutItem"]
    resources = [var.legacy_table_arn]
  }
}

# For what reads session events from the table's stream. It reads all sessions.
data "aws_iam_policy_document" "stream" {
  count = var.stream ? 1 : 0

  statement {
    actions   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
    resources = [aws_dynamodb_table.sessions.stream_arn]
  }

  # IAM knows no resource for this action. It returns names only.
  statement {
    actions   = ["dynamodb:ListStreams"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "application" {
  name_prefix = "${var.table_name}-application-"
  policy      = data.aws_iam_policy_document.application.json
}

resource "aws_iam_policy" "user_lookup" {
  name_prefix = "${var.table_name}-user-lookup-"
  policy      = data.aws_iam_policy_document.user_lookup.json
}

resource "aws_iam_policy" "operator" {
  name_prefix = "${var.table_name}-operator-"
  policy      = data.aws_iam_policy_document.operator.json
}

resource "aws_iam_policy" "migration" {
  count = var.legacy_table_arn == null ? 0 : 1

  name_prefix = "${var.table_name}-migration-"
  policy      = data.aws_iam_policy_document.migration[0].json
}

resource "aws_iam_policy" "bulk_migration" {
  count = var.legacy_table_arn == null ? 0 : 1

  name_prefix = "${var.table_name}-bulk-migration-"
  policy      = data.aws_iam_policy_document.bulk_migration[0].json
}

resource "aws_iam_policy" "sharing" {
  count = var.legacy_table_arn == null ? 0 : 1

  name_prefix = "${var.table_name}-sharing-"
  policy      = data.aws_iam_policy_document.sharing[0].json
}

resource "aws_iam_policy" "stream" {
  count = var.stream ? 1 : 0

  name_prefix = "${var.table_name}-stream-"
  policy      = data.aws_iam_policy_document.stream[0].json
}
