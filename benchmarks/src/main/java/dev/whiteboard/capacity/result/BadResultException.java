package dev.whiteboard.capacity.result;

import java.nio.file.Path;

/** A file is no result document; the message is one line that names the file and says why. */
public final class BadResultException extends Exception {
  private static final long serialVersionUID = 1;

  BadResultException(Path file, String why) {
    super(file + " is no result of a benchmark: " + why);
  }
}
