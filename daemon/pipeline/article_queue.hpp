#pragma once

#include "base/result.hpp"
#include "daemon/pipeline/values.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>

namespace qw::pipeline {

/// The seam at the arrow article → quotes. On one machine it is a queue in the process; between a crawl node
/// and a desk node it becomes a durable stream. Both deliver at least once and in any order between articles,
/// and the same article may come again: whoever takes it out consumes `task.id` in the batch of its effect,
/// and revision ids follow from the content, so a repeat changes nothing.
class ArticleQueue {
 public:
  ArticleQueue() = default;
  ArticleQueue(const ArticleQueue&) = delete;
  ArticleQueue& operator=(const ArticleQueue&) = delete;
  virtual ~ArticleQueue() = default;

  /// Waits while the queue is full: that is the back pressure.
  virtual boost::asio::awaitable<Result<>> append(QueuedArticle article) = 0;
  /// Waits for the next one; Errc::cancelled when the queue was closed.
  virtual boost::asio::awaitable<Result<QueuedArticle>> next() = 0;
  virtual void close() = 0;
  virtual std::size_t waiting() const = 0;
};

/// Holds at most `capacity` articles. Used on the executor's thread. What waits in it when the process ends
/// is still a `read` task of the frontier.
std::unique_ptr<ArticleQueue> make_queue_in_process(const boost::asio::any_io_executor& executor,
                                                    std::size_t capacity);

}  // namespace qw::pipeline
