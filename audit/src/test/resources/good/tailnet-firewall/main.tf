resource "google_compute_firewall" "tailnet" {
  source_ranges = ["0.0.0.0/0"]
  ports = ["41641"]
}
