output "public_ip" {
  description = "Public address of the machine."
  value       = aws_eip.this.public_ip
}

output "security_group_id" {
  description = "Security group of the machine."
  value       = aws_security_group.this.id
}
