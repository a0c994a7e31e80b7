variable "name" {
  description = "Identifier of the database instance."
  type        = string
}

variable "vpc_id" {
  description = "VPC of the security group."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, in at least two availability zones."
  type        = list(string)
}

variable "kms_key_arn" {
  description = "Key that encrypts the storage, the password and the performance data."
  type        = string
}

variable "instance_class" {
  description = "Instance class, such as db.t4g.micro."
  type        = string

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must begin with db."
  }
}

variable "allocated_storage" {
  description = "Storage in GiB; RDS extends it up to four times as much."
  type        = number
}

variable "multi_az" {
  description = "Whether a standby in another availability zone takes over."
  type        = bool
}

variable "backup_days" {
  description = "Days for which automatic backups are kept."
  type        = number
}

variable "deletion_protection" {
  description = "Whether the instance cannot be deleted, and leaves a last snapshot once it can."
  type        = bool
}

variable "password_rotation_days" {
  description = "Days between rotations of the password; `null` keeps the schedule of RDS."
  type        = number
}

variable "client_security_groups" {
  description = "Security groups that may connect, by name."
  type        = map(string)
}
