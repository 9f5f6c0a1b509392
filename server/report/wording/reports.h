// The reports in words, a function each. All are pure, and made of figures from which was taken what the caller may not
// see.
#pragma once

#include "server/report/wording/document_writer.h"
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

// The committee's table (GROUPE, NB SÉANCES, THÈMES ABORDÉS: an item for each held session, verbatim) and the
// observations under it.
void WordBalance(const v1::GetBalanceRequest& request, const v1::GetBalanceResponse& response, Language language,
                 v1::Document* document);
void WriteBalance(const v1::Balance& balance, DocumentWriter& out);
// The balance that was frozen, and when, by whom and under which label it was. Of a content that is no balance: the
// latter alone.
void WordFrozenBalance(const v1::GetFrozenBalanceRequest& request, const v1::GetFrozenBalanceResponse& response,
                       Language language, v1::Document* document);
// Two periods side by side, a row a figure.
void WordPeriods(const v1::ComparePeriodsRequest& request, const v1::ComparePeriodsResponse& response,
                 Language language, v1::Document* document);
// Two waves side by side, a row a week of their ages.
void WordWaves(const v1::CompareWavesRequest& request, const v1::CompareWavesResponse& response, Language language,
               v1::Document* document);
// Which balances, totals, then changed sessions, groups and figures; or that nothing changed.
void WordDiff(const v1::DiffBalancesRequest& request, const v1::DiffBalancesResponse& response, Language language,
              v1::Document* document);
// A row a group: sessions held, what its wave and its weeks of school ask for; then who is behind, and why.
void WordCadence(const v1::GetCadenceRequest& request, const v1::GetCadenceResponse& response, Language language,
                 v1::Document* document);
// Themes x groups and what stands out. Sentences about themes are of the levels that are shown; what a whole domain
// came back as says nothing, unless domains are all there is.
void WordCoverage(const v1::GetCoverageRequest& request, const v1::GetCoverageResponse& response, Language language,
                  v1::Document* document);
// What a group might cover next, and why.
void WordSuggestions(const v1::SuggestThemesRequest& request, const v1::SuggestThemesResponse& response,
                     Language language, v1::Document* document);
// The entries, then in how many groups microphone or camera are missing, where it weighs on dynamism, the other kinds,
// what was requested, resolved and dropped: each figure with what it is counted out of.
void WordIssueRegister(const v1::GetIssueRegisterRequest& request, const v1::GetIssueRegisterResponse& response,
                       Language language, v1::Document* document);
// Waves whose time is over, and texts that name their members.
void WordRetention(const v1::ApplyRetentionRequest& request, const v1::ApplyRetentionResponse& response,
                   Language language, v1::Document* document);

}  // namespace tutorat::report
