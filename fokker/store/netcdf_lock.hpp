// NetCDF-C and HDF5 keep global state without locks. Whoever calls them holds one of these.
#pragma once

#include <mutex>

namespace fokker::store {

class NetcdfLock {
public:
    NetcdfLock();

private:
    std::unique_lock<std::mutex> lock_;
};

}  // namespace fokker::store
