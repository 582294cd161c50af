package dev.whiteboard.chat;

import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.stack.junit.SecondDatabase;
import dev.whiteboard.stack.junit.TestStack;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole service with two nodes, on free ports, with cheap passwords. */
public final class RunningChat implements AutoCloseable {
  private final ChatService service;
  private final Optional<SecondDatabase> shard;

  private RunningChat(ChatService service, Optional<SecondDatabase> shard) {
    this.service = service;
    this.shard = shard;
  }

  /** Starts it; settings as name, value, name, value. */
  public static RunningChat start(TestStack stack, String... more) throws Exception {
    return start(settings(stack), Optional.empty(), more);
  }

  /** The same with chats on two databases. */
  public static RunningChat startOnShards(TestStack stack, String... more) throws Exception {
    var shard = SecondDatabase.make(stack);
    try {
      var settings = settings(stack);
      settings.put("DATABASE_SHARD_URLS", shard.url());
      return start(settings, Optional.of(shard), more);
    } catch (Exception e) {
      shard.close();
      throw e;
    }
  }

  /** The same on another Redis. */
  static RunningChat startOn(TestStack stack, String redisUrl) throws Exception {
    return start(settings(stack, redisUrl), Optional.empty());
  }

  private static RunningChat start(
      Map<String, String> given, Optional<SecondDatabase> shard, String... more) throws Exception {
    for (var i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    var settings = ChatSettings.read(Settings.of(given, List.of()));
    return new RunningChat(ChatService.start(settings), shard);
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
    shard.ifPresent(SecondDatabase::close);
  }
}
