output "table_arn" {
  value = aws_dynamodb_table.sessions.arn
}

output "stream_arn" {
  value = var.stream ? aws_dynamodb_table.sessions.stream_arn : null
}

output "application_policy_arn" {
  value = aws_iam_policy.application.arn
}

output "user_lookup_policy_arn" {
  value = aws_iam_policy.user_lookup.arn
}

output "operator_policy_arn" {
  value = aws_iam_policy.operator.arn
}

output "migration_policy_arn" {
  value = one(aws_iam_policy.migration[*].arn)
}

output "bulk_migration_policy_arn" {
  value = one(aws_iam_policy.bulk_migration[*].arn)
}

output "sharing_policy_arn" {
  value = one(aws_iam_policy.sharing[*].arn)
}

output "stream_policy_arn" {
  value = one(aws_iam_policy.stream[*].arn)
}
