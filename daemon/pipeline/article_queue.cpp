#include "daemon/pipeline/article_queue.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace qw::pipeline {
namespace {

namespace asio = boost::asio;
using Channel = asio::experimental::channel<void(boost::system::error_code, std::shared_ptr<QueuedArticle>)>;

class QueueInProcess : public ArticleQueue {
 public:
  QueueInProcess(const asio::any_io_executor& executor, std::size_t capacity)
      : channel_(executor, capacity) {}

  asio::awaitable<Result<>> append(QueuedArticle article) override {
    auto shared = std::make_shared<QueuedArticle>(std::move(article));
    ++waiting_;
    const auto [problem] =
        co_await channel_.async_send({}, std::move(shared), asio::as_tuple(asio::use_awaitable));
    if (problem) {
      --waiting_;
      co_return fail(Errc::cancelled, "the queue of articles was closed");
    }
    co_return Result<>{};
  }

  asio::awaitable<Result<QueuedArticle>> next() override {
    auto [problem, article] = co_await channel_.async_receive(asio::as_tuple(asio::use_awaitable));
    if (problem) {
      co_return fail(Errc::cancelled, "the queue of articles was closed");
    }
    --waiting_;
    co_return std::move(*article);
  }

  void close() override { channel_.close(); }
  std::size_t waiting() const override { return waiting_; }

 private:
  Channel channel_;
  std::size_t waiting_ = 0;
};

}  // namespace

std::unique_ptr<ArticleQueue> make_queue_in_process(const asio::any_io_executor& executor,
                                                    std::size_t capacity) {
  return std::make_unique<QueueInProcess>(executor, capacity);
}

}  // namespace qw::pipeline
