package dev.whiteboard.chat.file;

import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.kit.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What can be set of files.
 *
 * @param folder where their bytes are; the same for all nodes
 * @param bytesMax the longest file, in bytes
 * @param quotaBytes what all files of a user may take, in bytes
 * @param unusedMax how long an upload may take, and how long a file stays that no message has
 */
public record FileSettings(Path folder, long bytesMax, long quotaBytes, Duration unusedMax) {
  private static final long MEGABYTE = 1_000_000;
  private static final IntRange FILE_MEGABYTES = new IntRange(1, 10_000);
  private static final IntRange QUOTA_MEGABYTES = new IntRange(1, 10_000_000);

  /**
   * Reads them.
   *
   * @throws dev.whiteboard.kit.settings.BadSettingException naming the bad one
   */
  public static FileSettings read(Settings settings) {
    return new FileSettings(
        settings.parsed(
            "CHAT_FILES_FOLDER", "chat-files", "where uploaded files are", Path::of, "a path"),
        MEGABYTE
            * settings.integer("CHAT_FILE_MB_MAX", 25, FILE_MEGABYTES, "the longest file, in MB"),
        MEGABYTE
            * settings.integer(
                "CHAT_FILES_QUOTA_MB", 1_000, QUOTA_MEGABYTES, "all files of a user, in MB"),
        settings.duration(
            "CHAT_FILES_UNUSED_MAX",
            Duration.ofHours(24),
            "how long an upload may take, and a file stays that no message has"));
  }
}
