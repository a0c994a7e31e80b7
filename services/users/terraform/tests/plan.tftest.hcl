# The resources that the default variables create.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region             = "eu-west-2"
  availability_zones = ["eu-west-2a", "eu-west-2b", "eu-west-2c"]
  admin_cidrs        = ["198.51.100.7/32", "203.0.113.0/24"]
  ssh_public_key     = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA admin@example.com"
}

run "two_machines_and_two_databases" {
  assert {
    condition     = toset(keys(output.machines)) == toset(["jenkins", "test"])
    error_message = "there must be a Jenkins machine and a test machine"
  }

  assert {
    condition     = toset(keys(output.databases)) == toset(["production", "test"])
    error_message = "tests and production must have databases of their own"
  }

  assert {
    condition     = var.databases["production"].multi_az && var.databases["production"].deletion_protection
    error_message = "the production database must have a standby and be protected from deletion"
  }

  assert {
    condition     = length(output.private_subnet_ids) == 3
    error_message = "each availability zone must have a private subnet"
  }
}

run "subnets_do_not_overlap" {
  command = plan

  module {
    source = "./modules/vpc"
  }

  variables {
    name        = "users"
    cidr        = "10.20.0.0/16"
    kms_key_arn = "arn:aws:kms:eu-west-2:000000000000:key/example"
  }

  assert {
    condition     = aws_subnet.public[*].cidr_block == ["10.20.0.0/24", "10.20.1.0/24", "10.20.2.0/24"]
    error_message = "public subnets must be in the first half of the VPC"
  }

  assert {
    condition     = aws_subnet.private[*].cidr_block == ["10.20.128.0/24", "10.20.129.0/24", "10.20.130.0/24"]
    error_message = "private subnets must be in the second half of the VPC"
  }

  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "the default security group must have no rules"
  }
}

run "only_the_public_subnets_have_a_route_to_the_internet" {
  module {
    source = "./modules/vpc"
  }

  variables {
    name        = "users"
    cidr        = "10.20.0.0/16"
    kms_key_arn = "arn:aws:kms:eu-west-2:000000000000:key/example"
  }

  assert {
    condition     = aws_route.internet.route_table_id == aws_route_table.public.id
    error_message = "the route to the internet must be that of the public subnets"
  }

  assert {
    condition     = alltrue([for one in aws_route_table_association.private : one.route_table_id == aws_route_table.private.id])
    error_message = "private subnets must use the route table without a route to the internet"
  }
}

run "databases_are_encrypted_and_private" {
  module {
    source = "./modules/rds"
  }

  variables {
    name                   = "users-production"
    vpc_id                 = "vpc-0123456789abcdef0"
    subnet_ids             = ["subnet-00000000000000000", "subnet-00000000000000001"]
    kms_key_arn            = "arn:aws:kms:eu-west-2:000000000000:key/example"
    instance_class         = "db.t4g.small"
    allocated_storage      = 20
    multi_az               = true
    backup_days            = 14
    deletion_protection    = true
    password_rotation_days = 30
    client_security_groups = { cluster = "sg-0123456789abcdef0" }
  }

  assert {
    condition     = aws_db_instance.this.storage_encrypted && aws_db_instance.this.kms_key_id == var.kms_key_arn
    error_message = "the storage must be encrypted with the given key"
  }

  assert {
    condition     = !aws_db_instance.this.publicly_accessible
    error_message = "the server must have no public address"
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.master_user_secret_kms_key_id == var.kms_key_arn
    error_message = "the password must be in Secrets Manager, encrypted with the given key"
  }

  assert {
    condition     = one(aws_secretsmanager_secret_rotation.this[0].rotation_rules).automatically_after_days == 30
    error_message = "the password must be rotated as often as asked"
  }

  assert {
    condition     = contains([for one in aws_db_parameter_group.this.parameter : "${one.name}=${one.value}"], "rds.force_ssl=1")
    error_message = "connections must use TLS"
  }

  assert {
    condition     = !aws_db_instance.this.skip_final_snapshot && aws_db_instance.this.final_snapshot_identifier == "users-production-final"
    error_message = "a protected database must leave a last snapshot"
  }

  assert {
    condition = (
      keys(aws_vpc_security_group_ingress_rule.clients) == ["cluster"] &&
      aws_vpc_security_group_ingress_rule.clients["cluster"].referenced_security_group_id == "sg-0123456789abcdef0" &&
      aws_vpc_security_group_ingress_rule.clients["cluster"].from_port == 5432 &&
      aws_vpc_security_group_ingress_rule.clients["cluster"].to_port == 5432
    )
    error_message = "only the given security groups may connect, to PostgreSQL alone"
  }
}

run "machines_are_open_to_administrators_alone" {
  module {
    source = "./modules/ec2"
  }

  variables {
    name                 = "users-jenkins"
    vpc_id               = "vpc-0123456789abcdef0"
    subnet_id            = "subnet-00000000000000000"
    ami_id               = "ami-0123456789abcdef0"
    instance_type        = "t3.medium"
    volume_size          = 30
    key_name             = "users-admin"
    kms_key_arn          = "arn:aws:kms:eu-west-2:000000000000:key/example"
    ingress              = { "ssh from 198.51.100.7/32" = { port = 22, cidr = "198.51.100.7/32" } }
    readable_secret_arns = { test = "arn:aws:secretsmanager:eu-west-2:000000000000:secret:example" }
  }

  assert {
    condition     = [for one in aws_vpc_security_group_ingress_rule.this : "${one.cidr_ipv4}:${one.from_port}-${one.to_port}"] == ["198.51.100.7/32:22-22"]
    error_message = "the machine must be open to the given range alone"
  }

  assert {
    condition     = one(aws_instance.this.root_block_device).encrypted && one(aws_instance.this.metadata_options).http_tokens == "required"
    error_message = "the volume must be encrypted, and the metadata service must require tokens"
  }
}

run "machines_are_not_open_to_the_world" {
  command = plan

  module {
    source = "./modules/ec2"
  }

  variables {
    name                 = "users-jenkins"
    vpc_id               = "vpc-0123456789abcdef0"
    subnet_id            = "subnet-00000000000000000"
    ami_id               = "ami-0123456789abcdef0"
    instance_type        = "t3.medium"
    volume_size          = 30
    key_name             = "users-admin"
    kms_key_arn          = "arn:aws:kms:eu-west-2:000000000000:key/example"
    ingress              = { "Jenkins from everywhere" = { port = 8080, cidr = "0.0.0.0/0" } }
    readable_secret_arns = {}
  }

  expect_failures = [var.ingress]
}
