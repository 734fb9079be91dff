"""What each provider posts, signed as it signs: written anew after its documentation and Anymail's own tests."""
