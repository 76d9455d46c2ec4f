#include "bench/table.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string_view>
#include <vector>

#include "bench/fused.hpp"

namespace fokker {

#if defined(__x86_64__)
namespace v4 {
extern const bench::FusedKernels kFusedKernels;
}
namespace v3 {
extern const bench::FusedKernels kFusedKernels;
}
namespace baseline {
extern const bench::FusedKernels kFusedKernels;
}
#else
namespace native {
extern const bench::FusedKernels kFusedKernels;
}
#endif

namespace bench {

const FusedKernels& fused_kernels(Isa isa) {
#if defined(__x86_64__)
    return isa == Isa::v4 ? v4::kFusedKernels : isa == Isa::v3 ? v3::kFusedKernels : baseline::kFusedKernels;
#else
    static_cast<void>(isa);
    return native::kFusedKernels;
#endif
}

void add(const std::string& name, std::function<void(benchmark::State&)> run) {
    benchmark::RegisterBenchmark(name.c_str(), std::move(run))
        ->UseRealTime()
        ->MeasureProcessCPUTime()
        ->Unit(benchmark::kMillisecond);
}

namespace {

// Nanoseconds an item of each job: the least and the median of its repetitions, and the ratio of the medians to the job
// fused by hand that precedes it.
class Table : public benchmark::BenchmarkReporter {
public:
    explicit Table(bool processor_time) : processor_time_(processor_time) {}
    bool ReportContext(const Context&) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
            const std::string name = run.run_name.function_name;
            const auto items = run.counters.find("items");
            const double count = items == run.counters.end() ? 1.0 : items->second.value;
            if (!times_.contains(name)) names_.push_back(name);
            const double seconds = processor_time_ ? run.cpu_accumulated_time : run.real_accumulated_time;
            times_[name].push_back(seconds / static_cast<double>(run.iterations) / count * 1e9);
        }
    }

    void Finalize() override {
        std::printf("| work | ns an item, least | median | against fused by hand |\n|---|---|---|---|\n");
        double baseline = 0;
        std::string job;
        for (const std::string& name : names_) {
            auto& times = times_[name];
            std::ranges::sort(times);
            const double median = times[times.size() / 2];
            const std::string this_job = name.substr(0, name.find(',')) + name.substr(name.rfind('/'));
            if (name.find("fused by hand") != std::string::npos) {
                baseline = median;
                job = this_job;
            }
            std::printf("| %s | %.2f | %.2f |", name.c_str(), times[0], median);
            if (this_job == job && baseline > 0)
                std::printf(" %.2f |\n", median / baseline);
            else
                std::printf(" |\n");
        }
    }

private:
    bool processor_time_;
    std::vector<std::string> names_;
    std::map<std::string, std::vector<double>> times_;
};

}  // namespace
}  // namespace bench
}  // namespace fokker

// --processor-time: that of all threads together in place of the clock's, for a machine with other work.
int main(int argc, char** argv) {
    const std::string_view flag = "--processor-time";
    const auto last = std::remove(argv + 1, argv + argc, flag);
    const bool processor_time = last != argv + argc;
    argc = static_cast<int>(last - argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    fokker::bench::Table table(processor_time);
    benchmark::RunSpecifiedBenchmarks(&table);
    return 0;
}
