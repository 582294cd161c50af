package dev.whiteboard.portal.demo;

/** What is shown of one system, in under a minute. */
@FunctionalInterface
interface Tour {
  /**
   * Shows it.
   *
   * @throws Exception where the system does not answer as it should: the message says what came
   */
  void show(Stage stage, Running running) throws Exception;
}
