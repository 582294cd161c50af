package dev.whiteboard.chat.file;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;

/** What can be seen of files in the metrics. */
public final class FileMeters {
  private final MeterRegistry registry;
  private final Counter received;

  /** In this registry. */
  public FileMeters(MeterRegistry registry) {
    this.registry = registry;
    this.received =
        Counter.builder("chat.file.bytes")
            .description("Bytes of files that were written")
            .register(registry);
  }

  /** Shows {@code chat_files_disk_free_bytes}. */
  public void watch(FileFolder folder) {
    Gauge.builder("chat.files.disk.free.bytes", folder, FileMeters::freeBytes)
        .description("Bytes that the disk of the files has left")
        .register(registry);
  }

  private static double freeBytes(FileFolder folder) {
    try {
      return folder.freeBytes();
    } catch (IOException _) {
      return Double.NaN; // as Prometheus says that it does not know
    }
  }

  void received(int bytes) {
    received.increment(bytes);
  }

  void uploaded(Uploaded outcome) {
    count("chat.file.uploads", "Pieces of files, by what became of them", result(outcome));
  }

  void thumbnail(String result) {
    count(
        "chat.file.thumbnails", "Small pictures that were to be made, by what came of it", result);
  }

  void collected(String reason) {
    count("chat.files.collected", "Files that were collected, by why", reason);
  }

  private void count(String name, String description, String result) {
    Counter.builder(name)
        .description(description)
        .tag("result", result)
        .register(registry)
        .increment();
  }

  private static String result(Uploaded outcome) {
    return switch (outcome) {
      case Uploaded.Kept _ -> "kept";
      case Uploaded.WrongOffset _ -> "wrong-offset";
      case Uploaded.Busy _ -> "busy";
      case Uploaded.TooLong _ -> "too-long";
      case Uploaded.ChecksumMismatch _ -> "checksum-mismatch";
      case Uploaded.Expired _ -> "expired";
      case Uploaded.Gone _ -> "gone";
    };
  }
}
