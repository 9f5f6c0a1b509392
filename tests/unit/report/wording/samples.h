// A report of each kind, with something of all that it can say, and what is written of one.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/report/helpers.h"
#include "tutorat/v1/agenda.pb.h"
#include "tutorat/v1/balance.pb.h"
#include "tutorat/v1/balance_comparison.pb.h"
#include "tutorat/v1/balance_diff.pb.h"
#include "tutorat/v1/cadence.pb.h"
#include "tutorat/v1/coverage.pb.h"
#include "tutorat/v1/frozen_balance.pb.h"
#include "tutorat/v1/issue_register.pb.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::report {

using domain::Language;

v1::Balance SampleBalance();
v1::FrozenBalance SampleFrozenBalance();
v1::PeriodComparison SamplePeriods();
v1::WaveComparison SampleWaves();
v1::BalanceDiff SampleDiff();
v1::Cadence SampleCadence();
v1::Coverage SampleCoverage();
v1::Agenda SampleAgenda();
v1::IssueRegister SampleIssueRegister();
v1::ApplyRetentionResponse SampleRetention();

v1::Document DocumentOf(const v1::Balance& balance, Language language);
v1::Document DocumentOf(const v1::FrozenBalance& frozen, Language language);
v1::Document DocumentOf(const v1::PeriodComparison& comparison, Language language);
v1::Document DocumentOf(const v1::WaveComparison& comparison, Language language);
v1::Document DocumentOf(const v1::BalanceDiff& diff, Language language);
v1::Document DocumentOf(const v1::Cadence& cadence, Language language);
v1::Document DocumentOf(const v1::Coverage& coverage, Language language, const v1::GetCoverageRequest& request = {});
v1::Document DocumentOf(const v1::Agenda& agenda, Language language);
v1::Document DocumentOf(const v1::IssueRegister& issue_register, Language language);
v1::Document DocumentOf(const v1::ApplyRetentionResponse& retention, Language language,
                        const v1::ApplyRetentionRequest& request = {});

// Of each sample, of what is empty, and of several waves.
std::vector<v1::Document> SampleDocuments(Language language);

// `field { wave: 'waves/V6' number: 3 }` of each number.
std::string GroupsText(const std::string& field, std::initializer_list<int> numbers);

}  // namespace tutorat::report
