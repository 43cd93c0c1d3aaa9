// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/frequency.h"

Frequency *frequency_new(int clients, int reps)
{
  Frequency *frequency = g_new0(Frequency, 1);
  frequency->clients = clients;
  frequency->reps = reps;
  frequency->client = g_new0(ClientFrequency, clients + 1);
  frequency->rep = g_new0(RepFrequency, reps + 1);
  frequency->budget = MONEY_NONE;
  return frequency;
}

void frequency_free(Frequency *frequency)
{
  if (!frequency)
    return;
  g_free(frequency->client);
  g_free(frequency->rep);
  g_free(frequency);
}

double frequency_gap_pct(const Frequency *frequency)
{
  return gap_pct(-frequency->net, -frequency->bound);
}
