"""What the errors of mail servers, providers and networks mean; `cinemahub.mail.diagnosis` is the way in."""
