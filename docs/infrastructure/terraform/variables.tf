variable "table_name" {
  description = "The name of the table. Give each application a table of its own."
  type        = string
  default     = "sessions"
}

variable "point_in_time_recovery" {
  description = "Whether the table can be restored to any second of the last 35 days. A restored table has the sessions that have been ended since."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Whether the table is protected from being deleted."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "The ARN of your KMS key that encrypts the table. Without one, DynamoDB encrypts with its own key, at no cost."
  type        = string
  default     = null
}

variable "stream" {
  description = "Whether the table has a stream, for session events."
  type        = bool
  default     = false
}

variable "legacy_table_arn" {
  description = "The ARN of the table from which sessions are migrated, or that is shared with Express. Without one, there are no policies for that."
  type        = string
  default     = null
}
