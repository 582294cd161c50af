package dev.whiteboard.chat.account;

/**
 * What a device has of its sign-in.
 *
 * @param issued a token, to be sent along until it expires
 * @param refreshToken what the next one is got with, once
 */
public record SignedIn(Tokens.Issued issued, String refreshToken) {
  @Override
  public String toString() {
    return "signed in: " + issued.caller();
  }
}
