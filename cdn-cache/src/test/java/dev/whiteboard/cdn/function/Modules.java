package dev.whiteboard.cdn.function;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Modules for tests, out of text. */
final class Modules {
  /** Everything that there is to import. */
  private static final String IMPORTS =
      """
      (import "edge" "request_header"
        (func $request_header (param i32 i32 i32 i32) (result i32)))
      (import "edge" "status" (func $status (result i32)))
      (import "edge" "target" (func $target (param i32 i32) (result i32)))
      (import "edge" "set_target" (func $set_target (param i32 i32)))
      (import "edge" "set_request_header" (func $set_request_header (param i32 i32 i32 i32)))
      (import "edge" "remove_request_header" (func $remove_request_header (param i32 i32)))
      (import "edge" "set_response_header" (func $set_response_header (param i32 i32 i32 i32)))
      (import "edge" "remove_response_header" (func $remove_response_header (param i32 i32)))
      (import "edge" "set_status" (func $set_status (param i32)))
      (import "edge" "answer" (func $answer (param i32 i32 i32)))
      (import "edge" "log" (func $log (param i32 i32)))
      """;

  private Modules() {}

  /** With a hook of these instructions, one page of memory, and these fields beside. */
  static byte[] onRequest(String fields, String instructions) {
    return hook("on_request", 1, fields, instructions);
  }

  static byte[] onResponse(String fields, String instructions) {
    return hook("on_response", 1, fields, instructions);
  }

  static byte[] hook(String hook, int pages, String fields, String instructions) {
    return Wat.assemble(
        "(module %s (memory (export \"memory\") %d) %s (func $hook (export \"%s\") %s))"
            .formatted(IMPORTS, pages, fields, hook, instructions));
  }

  /** Answers with this status, and nothing else. */
  static byte[] answering(int status) {
    return onRequest("", "i32.const " + status + " i32.const 0 i32.const 0 call $answer");
  }

  /** Answers with a field of the request, or with {@code none}. */
  static byte[] echoing(String field) {
    return onRequest(
        "(data (i32.const 0) \"" + field + "\") (data (i32.const 64) \"none\")",
        """
        (local $length i32)
        i32.const 0 i32.const %d i32.const 1024 i32.const 1024 call $request_header
        local.tee $length i32.const 0 i32.lt_s
        if
          i32.const 200 i32.const 64 i32.const 4 call $answer
          return
        end
        i32.const 200 i32.const 1024 local.get $length call $answer
        """
            .formatted(field.length()));
  }

  /** One of the examples that the service brings, as it is committed. */
  static byte[] example(String name) {
    return resource(name + ".wasm");
  }

  static byte[] resource(String file) {
    try (var stream = Modules.class.getResourceAsStream("/functions/" + file)) {
      if (stream == null) {
        throw new IllegalArgumentException("no resource " + file);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
