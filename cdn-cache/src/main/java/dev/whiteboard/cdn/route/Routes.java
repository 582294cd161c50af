package dev.whiteboard.cdn.route;

import dev.whiteboard.cdn.message.RequestHead;
import java.util.Optional;

/** The routes of the moment. For any thread. */
@FunctionalInterface
public interface Routes {
  /** The first that fits; empty where none does. */
  Optional<Route> match(RequestHead request);
}
