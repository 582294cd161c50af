package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request's parameters, collected so that one answer names every bad one. */
final class QueryErrors {
  private final List<FieldError> errors = new ArrayList<>();

  /**
   * Notes that a parameter is bad.
   *
   * @param harmless what to go on with until {@link #check}
   */
  <T> T reject(String parameter, String detail, T harmless) {
    errors.add(new FieldError(parameter, detail));
    return harmless;
  }

  /**
   * Call when all parameters were read.
   *
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad one
   */
  void check() {
    if (!errors.isEmpty()) {
      throw Problem.badFields(errors).asException();
    }
  }
}
