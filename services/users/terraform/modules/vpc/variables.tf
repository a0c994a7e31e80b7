variable "name" {
  description = "Name of the VPC and prefix of the names of its parts."
  type        = string
}

variable "cidr" {
  description = "IPv4 range of the VPC."
  type        = string
}

variable "availability_zones" {
  description = "Availability zones, with a public and a private subnet each."
  type        = list(string)
}

variable "kms_key_arn" {
  description = "Key that encrypts the flow logs."
  type        = string
}
