"""What pages are made of: small frozen values that templates draw. The guide is templates/web/components/README.md."""
