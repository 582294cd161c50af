package dev.whiteboard.cdn.function;

/** When a function is called. */
enum Hook {
  /** Before anything is looked up. */
  REQUEST("on_request"),
  /** Before a response leaves. */
  RESPONSE("on_response");

  private final String export;

  Hook(String export) {
    this.export = export;
  }

  /** The name of the module's export. */
  String export() {
    return export;
  }
}
