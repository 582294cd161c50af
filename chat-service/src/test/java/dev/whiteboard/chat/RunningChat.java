package dev.whiteboard.chat;

import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.junit.TestStack;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole service with two nodes, on free ports, with cheap passwords. */
public final class RunningChat implements AutoCloseable {
  private final ChatService service;

  private RunningChat(ChatService service) {
    this.service = service;
  }

  /** Starts it; settings as name, value, name, value. */
  public static RunningChat start(TestStack stack, String... more) throws Exception {
    return start(settings(stack), more);
  }

  /** The same on another Redis. */
  static RunningChat startOn(TestStack stack, String redisUrl) throws Exception {
    return start(settings(stack, redisUrl));
  }

  private static RunningChat start(Map<String, String> given, String... more) throws Exception {
    for (var i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    return new RunningChat(ChatService.start(ChatSettings.read(Settings.of(given, List.of()))));
  }

  /** What a node of these servers is started with. */
  public static Map<String, String> settings(TestStack stack) {
    return settings(stack, stack.redisUrl());
  }

  private static Map<String, String> settings(TestStack stack, String redisUrl) {
    return new HashMap<>(
        Map.ofEntries(
            Map.entry("DATABASE_URL", stack.databaseUrl()),
            Map.entry("REDIS_URL", redisUrl),
            Map.entry("CHAT_REDIS_PREFIX", stack.redisKeyPrefix()),
            Map.entry("KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers()),
            Map.entry("CHAT_KAFKA_PREFIX", stack.topicPrefix()),
            Map.entry("CHAT_FILES_FOLDER", "target/chat-files/" + stack.topicPrefix()),
            Map.entry("CHAT_PORT", "0"),
            Map.entry("CHAT_SECOND_PORT", "0"),
            Map.entry("CHAT_PASSWORD_MEMORY_KIB", "64"),
            Map.entry("CHAT_PASSWORD_PASSES", "1"),
            Map.entry("CHAT_SIGNUPS_PER_MINUTE", "0"),
            Map.entry("CHAT_SIGNINS_PER_MINUTE", "0"),
            Map.entry("CHAT_NAME_TRIES_PER_MINUTE", "0")));
  }

  /** The first node. */
  public URI first() {
    return service.urls().getFirst();
  }

  /** The second node. */
  public URI second() {
    return service.urls().getLast();
  }

  @Override
  public void close() {
    service.close();
  }
}
