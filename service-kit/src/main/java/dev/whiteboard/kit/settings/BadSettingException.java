package dev.whiteboard.kit.settings;

/** A setting that is unknown, missing or malformed. The message is one line that names it. */
public final class BadSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the setting and what is wrong with it.
   *
   * @param name the environment variable's name
   * @param problem what is wrong, to be read after the name
   */
  public BadSettingException(String name, String problem) {
    super(name + " (or " + Settings.flagOf(name) + ") " + problem);
  }

  BadSettingException(String line) {
    super(line);
  }
}
