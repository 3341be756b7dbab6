"""The public copy (公開用の写し): only what is marked public, names masked; originals stay behind."""
