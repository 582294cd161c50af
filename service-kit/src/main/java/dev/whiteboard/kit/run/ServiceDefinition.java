package dev.whiteboard.kit.run;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;

/** How a service is started: first its settings are read, later it is started with them. */
@FunctionalInterface
public interface ServiceDefinition {
  /**
   * Reads the settings and opens nothing.
   *
   * @throws BadSettingException where a setting is bad; the line names it
   */
  Start read(Settings settings);

  /** A service with its settings, ready to be started. */
  @FunctionalInterface
  interface Start {
    /** Opens what the service needs and listens. */
    RunningService start() throws Exception;
  }
}
