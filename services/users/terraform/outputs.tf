output "machines" {
  description = "Public address of each machine, for the inventory of Ansible."
  value       = { for name, machine in module.ec2 : name => machine.public_ip }
}

output "databases" {
  description = "Host, name and secret of each database. The secret has the keys `username` and `password`."
  value = {
    for name, database in module.rds : name => {
      host       = database.host
      port       = database.port
      database   = database.database
      secret_arn = database.secret_arn
    }
  }
}

output "vpc_id" {
  description = "VPC, for the Kubernetes cluster."
  value       = module.vpc.vpc_id
}

output "private_subnet_ids" {
  description = "Private subnets, for the nodes of the Kubernetes cluster."
  value       = module.vpc.private_subnet_ids
}
