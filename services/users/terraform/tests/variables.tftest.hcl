# Variables that must be rejected.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region             = "eu-west-2"
  availability_zones = ["eu-west-2a", "eu-west-2b"]
  admin_cidrs        = ["198.51.100.7/32"]
  ssh_public_key     = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA admin@example.com"
}

run "a_name_in_upper_case" {
  command = plan

  variables {
    name = "Users"
  }

  expect_failures = [var.name]
}

run "a_region_that_is_a_zone" {
  command = plan

  variables {
    region = "eu-west-2a"
  }

  expect_failures = [var.region]
}

run "a_single_availability_zone" {
  command = plan

  variables {
    availability_zones = ["eu-west-2a"]
  }

  expect_failures = [var.availability_zones]
}

run "a_repeated_availability_zone" {
  command = plan

  variables {
    availability_zones = ["eu-west-2a", "eu-west-2a"]
  }

  expect_failures = [var.availability_zones]
}

run "an_availability_zone_of_another_region" {
  command = plan

  variables {
    availability_zones = ["eu-west-2a", "us-east-1a"]
  }

  expect_failures = [var.availability_zones]
}

run "a_public_range_for_the_vpc" {
  command = plan

  variables {
    vpc_cidr = "198.51.100.0/20"
  }

  expect_failures = [var.vpc_cidr]
}

run "a_range_too_small_for_the_subnets" {
  command = plan

  variables {
    vpc_cidr = "10.0.0.0/24"
  }

  expect_failures = [var.vpc_cidr]
}

run "a_range_that_is_no_range" {
  command = plan

  variables {
    vpc_cidr = "10.0.0.0"
  }

  expect_failures = [var.vpc_cidr]
}

run "administrators_all_over_the_world" {
  command = plan

  variables {
    admin_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.admin_cidrs]
}

run "administrators_in_half_of_the_world" {
  command = plan

  variables {
    admin_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }

  expect_failures = [var.admin_cidrs]
}

run "no_administrators" {
  command = plan

  variables {
    admin_cidrs = []
  }

  expect_failures = [var.admin_cidrs]
}

run "a_private_key" {
  command = plan

  variables {
    ssh_public_key = "-----BEGIN OPENSSH PRIVATE KEY-----"
  }

  expect_failures = [var.ssh_public_key]
}

run "an_image_that_is_no_id" {
  command = plan

  variables {
    ami_id = "debian-12"
  }

  expect_failures = [var.ami_id]
}

run "a_machine_of_another_name" {
  command = plan

  variables {
    machines = { test = { instance_type = "t3.large", volume_size = 30 } }
  }

  expect_failures = [var.machines]
}

run "one_database_for_all" {
  command = plan

  variables {
    databases = {
      production = { instance_class = "db.t4g.small", allocated_storage = 20, multi_az = true, backup_days = 14, deletion_protection = true }
    }
  }

  expect_failures = [var.databases]
}

run "a_database_without_backups" {
  command = plan

  variables {
    databases = {
      test       = { instance_class = "db.t4g.micro", allocated_storage = 20, multi_az = false, backup_days = 0, deletion_protection = false }
      production = { instance_class = "db.t4g.small", allocated_storage = 20, multi_az = true, backup_days = 14, deletion_protection = true }
    }
  }

  expect_failures = [var.databases]
}

run "a_password_that_is_never_rotated" {
  command = plan

  variables {
    password_rotation_days = 0
  }

  expect_failures = [var.password_rotation_days]
}

run "a_security_group_that_is_no_id" {
  command = plan

  variables {
    cluster_security_group_id = "nodes"
  }

  expect_failures = [var.cluster_security_group_id]
}
