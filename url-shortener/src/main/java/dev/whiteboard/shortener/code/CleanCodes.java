package dev.whiteboard.shortener.code;

/** Passes over codes that nobody should have to send to a customer, and those that are ours. */
public final class CleanCodes implements CodeGenerator {
  /** In a row; one code in some thousands is passed over. */
  private static final int ATTEMPTS_MAX = 100;

  private final CodeGenerator codes;
  private final BlockedWords blocked;

  /** Codes from there, without these words. */
  public CleanCodes(CodeGenerator codes, BlockedWords blocked) {
    this.codes = codes;
    this.blocked = blocked;
  }

  @Override
  public String code(String url, int attempt) {
    for (var passedOver = 0; passedOver < ATTEMPTS_MAX; passedOver++) {
      var code = codes.code(url, attempt + passedOver);
      if (!Alias.isReserved(code) && !blocked.isIn(code)) {
        return code;
      }
    }
    throw new IllegalStateException(ATTEMPTS_MAX + " codes in a row hold blocked words");
  }
}
