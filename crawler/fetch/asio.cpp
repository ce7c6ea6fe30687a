// The one place that compiles Asio's function bodies (BOOST_ASIO_SEPARATE_COMPILATION, cmake/Options.cmake).
#include <boost/asio/impl/src.hpp>
