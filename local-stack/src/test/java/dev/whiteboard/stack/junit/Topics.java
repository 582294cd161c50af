package dev.whiteboard.stack.junit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** What tests do to topics. */
final class Topics {
  private static final int ANSWER_TIME_MAX_S = 15;

  private Topics() {}

  static Admin admin(TestStack stack) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafkaBootstrapServers()));
  }

  static void create(Admin admin, String name) throws Exception {
    List<NewTopic> topics = List.of(new NewTopic(name, 1, (short) 1));
    admin.createTopics(topics).all().get(ANSWER_TIME_MAX_S, TimeUnit.SECONDS);
  }

  static Set<String> names(Admin admin) throws Exception {
    return admin.listTopics().names().get(ANSWER_TIME_MAX_S, TimeUnit.SECONDS);
  }
}
