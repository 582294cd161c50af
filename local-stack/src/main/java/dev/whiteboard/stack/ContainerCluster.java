package dev.whiteboard.stack;

import com.github.dockerjava.api.DockerClient;
import dev.whiteboard.stack.process.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * Containers that are one cluster. They share the network of the machine: what they tell each other
 * of, and tell clients of, is a loopback address with a port that stays the same over a restart,
 * which no port that Docker hands out does.
 */
final class ContainerCluster {
  private static final String NETWORK = "host";

  private final List<GenericContainer<?>> containers = new ArrayList<>();

  /**
   * Starts them side by side, and returns when all run; not yet when they answer.
   *
   * @throws ServerException if there is no Docker to be had, or a container does not come up
   */
  static ContainerCluster start(IntFunction<GenericContainer<?>> container) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new ServerException("containers were asked for, and no Docker answers");
    }
    ContainerCluster cluster = new ContainerCluster();
    try {
      for (int i = 0; i < ServerCluster.SIZE; i++) {
        GenericContainer<?> next = container.apply(i).withNetworkMode(NETWORK);
        cluster.containers.add(next);
        next.start();
      }
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** As a machine that loses its power. */
  void kill(int server) {
    docker().killContainerCmd(containers.get(server).getContainerId()).exec();
  }

  /** The same container with the same data; not yet when it answers. */
  void startAgain(int server) {
    docker().startContainerCmd(containers.get(server).getContainerId()).exec();
  }

  void close() {
    SideBySide.stop(containers, GenericContainer::stop);
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }
}
