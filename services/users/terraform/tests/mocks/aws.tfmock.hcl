# Values that the configuration reads parts of; Terraform generates all others.

mock_resource "aws_db_instance" {
  defaults = {
    master_user_secret = [{
      secret_arn    = "arn:aws:secretsmanager:eu-west-2:000000000000:secret:example"
      secret_status = "active"
      kms_key_id    = "arn:aws:kms:eu-west-2:000000000000:key/example"
    }]
  }
}

mock_data "aws_iam_policy_document" {
  defaults = {
    json = "{\"Version\": \"2012-10-17\", \"Statement\": []}"
  }
}
