package dev.whiteboard.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** What the child JVM of a test runs: a stack, until its standard input ends or it is killed. */
final class StackHolder {
  static final String UP = "up ";
  static final String REFUSED = "refused ";

  private StackHolder() {}

  /** Takes the state folder. */
  public static void main(String[] arguments) throws IOException {
    Set<Server> servers = Set.of(Server.POSTGRES, Server.REDIS);
    Path folder = Path.of(arguments[0]);
    try (EmbeddedStack stack = EmbeddedStack.start(servers, folder, StackListener.silent())) {
      System.out.println(UP + stack.addresses().redisUrl());
      while (System.in.read() >= 0) {}
    } catch (RuntimeException e) {
      System.out.println(REFUSED + e.getMessage());
    }
  }
}
