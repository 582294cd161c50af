package dev.whiteboard.cdn.cache;

import org.jspecify.annotations.Nullable;

/** A doubly linked list through the nodes, and what they weigh. All in O(1), for one thread. */
final class NodeList<K, V> {
  private @Nullable Node<K, V> newest;
  private @Nullable Node<K, V> oldest;
  private long weight;
  private int size;

  @Nullable Node<K, V> newest() {
    return newest;
  }

  @Nullable Node<K, V> oldest() {
    return oldest;
  }

  long weight() {
    return weight;
  }

  int size() {
    return size;
  }

  /** A node that is in no list. */
  void addNewest(Node<K, V> node) {
    link(node);
    node.list = this;
    weight += node.weight;
    size++;
  }

  /** A node that is in this list. */
  void remove(Node<K, V> node) {
    unlink(node);
    node.list = null;
    weight -= node.weight;
    size--;
  }

  /** A node that is in this list. */
  void moveToNewest(Node<K, V> node) {
    if (newest != node) {
      unlink(node);
      link(node);
    }
  }

  /** A node that is in this list weighs something else now. */
  void reweigh(Node<K, V> node, int now) {
    weight += now - node.weight;
    node.weight = now;
  }

  private void link(Node<K, V> node) {
    node.older = newest;
    if (newest == null) {
      oldest = node;
    } else {
      newest.newer = node;
    }
    newest = node;
  }

  private void unlink(Node<K, V> node) {
    var newer = node.newer;
    var older = node.older;
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    node.newer = null;
    node.older = null;
  }
}
