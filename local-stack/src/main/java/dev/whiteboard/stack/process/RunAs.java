package dev.whiteboard.stack.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom a program runs that refuses to run as root, as PostgreSQL does.
 *
 * <p>In a user namespace of its own it keeps the rights of root's files and sees another number for
 * itself: nothing has to change hands. Containers mostly forbid that call; there it becomes {@code
 * nobody}, and its folder has to be nobody's.
 */
public enum RunAs {
  /** As whoever runs this JVM, who is not root. */
  SELF("", ""),
  /** As root that sees itself as someone else. */
  NAMESPACE("0", "unshare --user --"),
  /** As the user without rights. */
  NOBODY("65534", "setpriv --reuid=65534 --regid=65534 --clear-groups --");

  private final String owner;
  private final String prefix;

  RunAs(String owner, String prefix) {
    this.owner = owner;
    this.prefix = prefix;
  }

  /**
   * The first that this machine allows.
   *
   * @throws ServerException if this is root and it allows none
   */
  public static RunAs detect() {
    if (!Platform.isRoot()) {
      return SELF;
    }
    return Stream.of(NAMESPACE, NOBODY)
        .filter(RunAs::works)
        .findFirst()
        .orElseThrow(() ->
            new ServerException(
                "PostgreSQL does not run as root, and neither unshare nor setpriv works here:"
                    + " run as another user"));
  }

  /** Whether this machine allows it. */
  public boolean works() {
    return Shell.run(command("true")).succeeded();
  }

  /** The command, run as that user. */
  public List<String> command(String... command) {
    return Stream.concat(Stream.of(prefix.split(" ")), Stream.of(command))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Hands the folder, and all in it, to that user. */
  public void own(Path folder) throws IOException {
    if (this == SELF) {
      return;
    }
    Shell.Result chown = Shell.run("chown", "-R", owner + ":" + owner, folder.toString());
    if (!chown.succeeded()) {
      throw new IOException(chown.lastLines());
    }
  }
}
