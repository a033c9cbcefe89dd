"""Checking the signatures of a PDF: our own files by what the register knows, others by rule.

States: hợp lệ; hợp lệ, có nội dung thêm sau chữ ký cá nhân; không hợp lệ; chưa kiểm tra được (with
the cause); không có chữ ký. Rules that hold everywhere here:
1. Whatever raises is "chưa kiểm tra được", never valid.
2. Nothing is fetched from a network: roots, intermediates and CRLs come from a folder or the file.
3. *Không hợp lệ* for a foreign file needs a failed digest, an untrusted or revoked chain, or
   bytes changed after the last signature. What an organ's valid signature covers is an addition
   that a person looks at, not a reason to send the document back.
4. Our own files must be exactly what was journaled: fields, signers, values, appearances, bytes.
"""
