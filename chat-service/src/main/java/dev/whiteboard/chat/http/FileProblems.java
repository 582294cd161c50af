package dev.whiteboard.chat.http;

import dev.whiteboard.chat.file.Uploaded;
import dev.whiteboard.kit.http.Problem;
import java.time.Duration;

/** What can be wrong with a request for a file. */
final class FileProblems {
  static final Problem NO_FILE = Problem.notFound("There is no such file, or you may not see it.");
  static final Problem NO_THUMBNAIL = Problem.notFound("There is no small picture of this file.");
  static final Problem VERSION =
      Problem.of(412, "Tus version", "Send Tus-Resumable: 1.0.0; no other version is spoken here.");
  static final Problem MEDIA_TYPE =
      Problem.of(
          415, "Unsupported media type", "Send the bytes as application/offset+octet-stream.");
  static final Problem QUOTA =
      Problem.of(
          413, "Quota exceeded", "Your files would take more than they may. Delete some first.");
  static final Problem DISK =
      Problem.of(507, "Insufficient storage", "The service has no room for this file now.");
  static final Problem TOO_LARGE =
      Problem.of(413, "File too large", "Files are no longer than Tus-Max-Size says.");
  static final Problem ATTACHED =
      Problem.of(409, "File attached", "A message has this file. Delete the message instead.");
  static final Problem METHOD =
      Problem.of(405, "Method not allowed", "Say PATCH or DELETE in X-HTTP-Method-Override.");
  static final Problem TOO_MANY =
      Problem.of(429, "Too many uploads", "Upload fewer files at once.")
          .withRetryAfter(Duration.ofSeconds(1));
  static final Problem RANGE =
      Problem.of(416, "Range not satisfiable", "The file has no such part.");

  private static final Problem BUSY =
      Problem.of(423, "Upload locked", "Another request writes to this upload, or did right now.")
          .withRetryAfter(Duration.ofSeconds(2));
  private static final Problem TOO_LONG =
      Problem.of(413, "Content too large", "There are more bytes than Upload-Length said.");
  private static final Problem CHECKSUM =
      Problem.of(460, "Checksum mismatch", "The bytes do not have this checksum.");
  private static final Problem EXPIRED =
      Problem.of(410, "Upload expired", "This upload took too long. Begin a new one.");

  private FileProblems() {}

  static Problem header(String name, String detail) {
    return Problem.of(400, "Bad request", name + " " + detail);
  }

  /** Why bytes were not kept. */
  static Problem of(Uploaded outcome) {
    return switch (outcome) {
      case Uploaded.WrongOffset(var received) ->
          Problem.of(409, "Wrong offset", "The upload goes on at byte " + received + ".");
      case Uploaded.Busy _ -> BUSY;
      case Uploaded.TooLong _ -> TOO_LONG;
      case Uploaded.ChecksumMismatch _ -> CHECKSUM;
      case Uploaded.Expired _ -> EXPIRED;
      case Uploaded.Gone _ -> NO_FILE;
      case Uploaded.Kept _ -> throw new IllegalArgumentException("that is no problem");
    };
  }
}
