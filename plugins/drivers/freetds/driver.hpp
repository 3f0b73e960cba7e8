// The driver class: opens sessions (D6).
#ifndef GANTRY_FREETDS_DRIVER_HPP
#define GANTRY_FREETDS_DRIVER_HPP

#include <gantry/cpp/driver.hpp>
#include <gantry/cpp/host.hpp>

namespace gantry::freetds {

class FreetdsDriver final : public Implements<Driver> {
 public:
  static constexpr const char *class_id = "org.gantry.freetds.DRIVER";
  static const PropertyList &properties();
  static Result<> init(const gantry_host *host);
  static void deinit() noexcept;

  explicit FreetdsDriver(const gantry_host *site) : site_(site) {}
  Result<ObjectPtr> open(const PropertiesRef &request, Call call) override;

 private:
  ~FreetdsDriver() override = default;
  Site site_;
};

}  // namespace gantry::freetds

#endif
