resource "aws_db_instance" "main" {
  password = "hunter2hunter2"
}
