#pragma once

#include "daemon/api/api.hpp"

/// Accounts, shared by the JSON API and the desk's set-up page.
namespace qw::api {

struct NewUserWish;

/// Errc::conflict when the name is taken. With its audit record by `who` ("" = the account itself: first
/// set-up).
Result<model::User> make_user(Services& services, Passwords& passwords, const NewUserWish& wish,
                              const std::string& who);

}  // namespace qw::api
