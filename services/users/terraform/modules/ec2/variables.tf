variable "name" {
  description = "Name of the machine."
  type        = string
}

variable "vpc_id" {
  description = "VPC of the security group."
  type        = string
}

variable "subnet_id" {
  description = "Public subnet of the machine."
  type        = string
}

variable "ami_id" {
  description = "Image of the machine."
  type        = string
}

variable "instance_type" {
  description = "Instance type, with EBS optimization."
  type        = string
}

variable "volume_size" {
  description = "Size of the root volume in GiB."
  type        = number
}

variable "key_name" {
  description = "Key pair for SSH."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts the root volume and the secrets."
  type        = string
}

variable "ingress" {
  description = "TCP ports that are open, each to one IPv4 range, by description."
  type        = map(object({ port = number, cidr = string }))

  validation {
    condition     = alltrue([for rule in var.ingress : !endswith(rule.cidr, "/0")])
    error_message = "ingress must not be open to the world."
  }
}

variable "readable_secret_arns" {
  description = "Secrets that the machine may read, by name."
  type        = map(string)
}
