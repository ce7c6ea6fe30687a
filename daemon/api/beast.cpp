// The one place that compiles Beast's function bodies (BOOST_BEAST_SEPARATE_COMPILATION,
// cmake/Options.cmake).
#include <boost/beast/src.hpp>
