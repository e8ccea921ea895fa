variable "password" {
  type      = string
  sensitive = true
}

resource "aws_db_instance" "main" {
  password            = var.password
  publicly_accessible = false
}
