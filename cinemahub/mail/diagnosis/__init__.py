"""What went wrong, why, and what to do: an error in (`diagnose`), a `Diagnosis` out."""
