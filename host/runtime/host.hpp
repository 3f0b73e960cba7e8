// What a run stands on: the rooms of the host, put together once by the program that embeds it.
#ifndef GANTRY_RUNTIME_HOST_HPP
#define GANTRY_RUNTIME_HOST_HPP

#include "host/catalog/catalog.hpp"
#include "host/configuration/host-configuration.hpp"
#include "host/configuration/masker.hpp"
#include "host/configuration/secret-store.hpp"
#include "host/loader/loader.hpp"
#include "host/runtime/reaper.hpp"

namespace gantry::runtime {

inline constexpr const char *host_version = "0.1.0";

/// Everything is borrowed and must outlive the runs; several runs may share one host.
struct Host {
  const catalog::Catalog &catalog;
  loader::Loader &loader;
  const configuration::HostConfiguration &configuration;
  configuration::SecretStore &secrets;
  configuration::Masker &masker;
};

}  // namespace gantry::runtime

#endif
