"""The signer agent of Văn thư xã."""
