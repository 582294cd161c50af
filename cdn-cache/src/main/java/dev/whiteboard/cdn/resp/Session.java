package dev.whiteboard.cdn.resp;

/** What is known of one client; of one thread. */
final class Session {
  private final long id;
  private final RespWriter answers;
  private String name = "";
  private boolean ending;

  Session(long id, RespWriter answers) {
    this.id = id;
    this.answers = answers;
  }

  long id() {
    return id;
  }

  RespWriter answers() {
    return answers;
  }

  /** Empty where it has none. */
  String name() {
    return name;
  }

  void rename(String name) {
    this.name = name;
  }

  /** It wants no more: what is written is sent, and the connection closed. */
  void end() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }
}
