data "aws_ssm_parameter" "debian" {
  count = var.ami_id == null ? 1 : 0
  name  = "/aws/service/debian/release/13/latest/amd64"
}

module "vpc" {
  source = "./modules/vpc"

  name               = var.name
  cidr               = var.vpc_cidr
  availability_zones = var.availability_zones
  kms_key_arn        = aws_kms_key.this.arn
}

module "rds" {
  source   = "./modules/rds"
  for_each = var.databases

  name                   = "${var.name}-${each.key}"
  vpc_id                 = module.vpc.vpc_id
  subnet_ids             = module.vpc.private_subnet_ids
  kms_key_arn            = aws_kms_key.this.arn
  instance_class         = each.value.instance_class
  allocated_storage      = each.value.allocated_storage
  multi_az               = each.value.multi_az
  backup_days            = each.value.backup_days
  deletion_protection    = each.value.deletion_protection
  password_rotation_days = var.password_rotation_days
  client_security_groups = local.database_clients[each.key]
}

module "ec2" {
  source   = "./modules/ec2"
  for_each = var.machines

  name                 = "${var.name}-${each.key}"
  vpc_id               = module.vpc.vpc_id
  subnet_id            = module.vpc.public_subnet_ids[0]
  ami_id               = var.ami_id == null ? one(data.aws_ssm_parameter.debian[*].value) : var.ami_id
  instance_type        = each.value.instance_type
  volume_size          = each.value.volume_size
  key_name             = aws_key_pair.admin.key_name
  kms_key_arn          = aws_kms_key.this.arn
  ingress              = local.machine_ingress[each.key]
  readable_secret_arns = local.machine_secrets[each.key]
}

locals {
  # Keys are known before the security groups exist.
  database_clients = {
    test       = { machine = module.ec2["test"].security_group_id }
    production = var.cluster_security_group_id == null ? {} : { cluster = var.cluster_security_group_id }
  }

  # Jenkins reads the password of the production database when it deploys, the test machine that of its own.
  machine_secrets = {
    jenkins = { production = module.rds["production"].secret_arn }
    test    = { test = module.rds["test"].secret_arn }
  }

  admin_ssh = { for range in var.admin_cidrs : "ssh from ${range}" => { port = 22, cidr = range } }
  machine_ingress = {
    jenkins = merge(local.admin_ssh, { for range in var.admin_cidrs : "Jenkins from ${range}" => { port = 8080, cidr = range } })
    # Jenkins runs its agent over SSH, within the VPC.
    test = merge(local.admin_ssh, { "ssh from Jenkins" = { port = 22, cidr = module.vpc.public_subnet_cidrs[0] } })
  }
}

resource "aws_key_pair" "admin" {
  key_name   = "${var.name}-admin"
  public_key = var.ssh_public_key
}
