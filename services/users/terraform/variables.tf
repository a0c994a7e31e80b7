variable "name" {
  description = "Prefix of the names of all resources."
  type        = string
  default     = "users"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,22}[a-z0-9])?$", var.name))
    error_message = "name must have 1 to 24 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of an AWS region, such as eu-west-2."
  }
}

variable "availability_zones" {
  description = "Availability zones of the subnets; RDS requires at least two."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.availability_zones) >= 2 && length(var.availability_zones) <= 6
    error_message = "availability_zones must have 2 to 6 elements."
  }

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "availability_zones must not repeat a zone."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "availability_zones must be zones of the region, such as eu-west-2a of eu-west-2."
  }
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC; each subnet has 8 bits more."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false

  validation {
    condition     = can(regex("^10\\.|^172\\.(1[6-9]|2[0-9]|3[01])\\.|^192\\.168\\.", var.vpc_cidr)) && can(cidrnetmask(var.vpc_cidr))
    error_message = "vpc_cidr must be a private IPv4 range, such as 10.0.0.0/16."
  }

  validation {
    condition     = try(tonumber(split("/", var.vpc_cidr)[1]) >= 16 && tonumber(split("/", var.vpc_cidr)[1]) <= 20, false)
    error_message = "vpc_cidr must have a prefix length from 16 to 20."
  }
}

variable "admin_cidrs" {
  description = "IPv4 ranges that may connect to SSH and to Jenkins."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.admin_cidrs) > 0 && alltrue([for range in var.admin_cidrs : can(cidrnetmask(range))])
    error_message = "admin_cidrs must have at least one IPv4 range, such as 198.51.100.7/32."
  }

  validation {
    condition     = alltrue([for range in var.admin_cidrs : try(tonumber(split("/", range)[1]) >= 16, false)])
    error_message = "admin_cidrs must not be open to the world: use prefix lengths of at least 16."
  }
}

variable "ssh_public_key" {
  description = "Public key of the administrators, in the format of OpenSSH."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) AAAA[0-9A-Za-z+/=]+( .*)?$", var.ssh_public_key))
    error_message = "ssh_public_key must be a public key in the format of OpenSSH, such as the contents of id_ed25519.pub."
  }
}

variable "ami_id" {
  description = "Image of the machines. Default: the current image of Debian 13."
  type        = string
  default     = null

  validation {
    condition     = var.ami_id == null || can(regex("^ami-[0-9a-f]{8,17}$", var.ami_id))
    error_message = "ami_id must be the id of an image, such as ami-0123456789abcdef0."
  }
}

variable "machines" {
  description = "Instance type and size of the root volume in GiB of each machine."
  type = map(object({
    instance_type = string
    volume_size   = number
  }))
  # The test machine compiles the service.
  default = {
    jenkins = { instance_type = "t3.medium", volume_size = 30 }
    test    = { instance_type = "t3.xlarge", volume_size = 60 }
  }
  nullable = false

  validation {
    condition     = toset(keys(var.machines)) == toset(["jenkins", "test"])
    error_message = "machines must have exactly the keys jenkins and test."
  }

  validation {
    condition     = alltrue([for machine in var.machines : machine.volume_size >= 20 && machine.volume_size <= 1000])
    error_message = "volume_size must be from 20 to 1000 GiB."
  }
}

variable "databases" {
  description = "Instance class, storage in GiB and availability of each database."
  type = map(object({
    instance_class      = string
    allocated_storage   = number
    multi_az            = bool
    backup_days         = number
    deletion_protection = bool
  }))
  default = {
    test       = { instance_class = "db.t4g.micro", allocated_storage = 20, multi_az = false, backup_days = 1, deletion_protection = false }
    production = { instance_class = "db.t4g.small", allocated_storage = 20, multi_az = true, backup_days = 14, deletion_protection = true }
  }
  nullable = false

  validation {
    condition     = toset(keys(var.databases)) == toset(["production", "test"])
    error_message = "databases must have exactly the keys production and test."
  }

  validation {
    condition     = alltrue([for database in var.databases : database.allocated_storage >= 20 && database.allocated_storage <= 16384])
    error_message = "allocated_storage must be from 20 to 16384 GiB."
  }

  validation {
    condition     = alltrue([for database in var.databases : database.backup_days >= 1 && database.backup_days <= 35])
    error_message = "backup_days must be from 1 to 35."
  }
}

variable "password_rotation_days" {
  description = "Days between rotations of the database passwords. `null` keeps the schedule of RDS, which is 7 days."
  type        = number
  default     = 90

  validation {
    condition     = var.password_rotation_days == null || try(var.password_rotation_days >= 1 && var.password_rotation_days <= 1000, false)
    error_message = "password_rotation_days must be from 1 to 1000."
  }
}

variable "cluster_security_group_id" {
  description = "Security group of the nodes of the Kubernetes cluster, which connect to the production database."
  type        = string
  default     = null

  validation {
    condition     = var.cluster_security_group_id == null || can(regex("^sg-[0-9a-f]{8,17}$", var.cluster_security_group_id))
    error_message = "cluster_security_group_id must be the id of a security group, such as sg-0123456789abcdef0."
  }
}
