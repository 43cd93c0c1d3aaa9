// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "io/ini.h"
#include "io/territory_read.h"

static const char plain_ini[] = "[plan]\nstart = 2027-01-04\nweeks = 4\nday_start = 8:00\nday_end = 17:00\n"
                                "[objective]\ncost_hour = 20\ncost_km = 0.5\n";
static const char plain_groups[] = "group,name,visits,visit_minutes\nA,Key,1/week,45\nB,Other,3..6,\n";
static const char plain_reps[] = "rep,name,lat,lon\nR1,Ana,4.60,-74.10\nR2,Luis,6.24,-75.58\n";
static const char plain_clients[] = "client,lat,lon,rep,group\n"
                                    "C1,4.61,-74.08,R1,A\nC2,4.65,-74.05,R1,B\nC3,6.25,-75.57,R2,A\n";

// A territory folder in a temporary place, removed by case_free.
typedef struct Case {
  char *folder;
  Findings *findings;
  Territory *territory;
} Case;

static void put(const Case *this, const char *file, const char *text)
{
  g_autofree char *path = g_build_filename(this->folder, file, NULL);
  if (text)
    assert_true(g_file_set_contents(path, text, -1, NULL));
  else
    g_remove(path);
}

static Case *case_new(void)
{
  Case *this = g_new0(Case, 1);
  this->folder = g_dir_make_tmp("ronda-test-XXXXXX", NULL);
  put(this, "ronda.ini", plain_ini);
  put(this, "groups.csv", plain_groups);
  put(this, "reps.csv", plain_reps);
  put(this, "clients.csv", plain_clients);
  return this;
}

static void case_free(Case *this)
{
  g_autoptr(GDir) dir = g_dir_open(this->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(this->folder, name, NULL);
    g_remove(path);
  }
  g_rmdir(this->folder);
  g_free(this->folder);
  findings_free(this->findings);
  territory_free(this->territory);
  g_free(this);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Case, case_free)

static Territory *case_read(Case *this)
{
  g_autoptr(GError) error = NULL;
  g_clear_pointer(&this->findings, findings_free);
  g_clear_pointer(&this->territory, territory_free);
  this->findings = findings_new();
  this->territory = territory_read(this->folder, this->findings, &error);
  assert_null(error);
  assert_non_null(this->territory);
  return this->territory;
}

// The findings of that level are exactly these beginnings, in that order.
static void assert_findings(Case *this, FindingLevel level, const char *const *starts, size_t count)
{
  const GPtrArray *sorted = findings_sorted(this->findings);
  size_t at = 0;
  for (guint i = 0; i < sorted->len; i++) {
    const Finding *finding = g_ptr_array_index(sorted, i);
    if (finding->level != level)
      continue;
    g_autofree char *text = finding_text(finding);
    if (at >= count || !g_str_has_prefix(text, starts[at]))
      fail_msg("'%s' instead of '%s'", text, at < count ? starts[at] : "nothing");
    at++;
  }
  assert_int_equal(at, count);
}

static void assert_error(Case *this, const char *start)
{
  assert_findings(this, FINDING_ERROR, &start, 1);
}

static void a_plain_territory(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  const Territory *territory = case_read(this);
  assert_int_equal(findings_sorted(this->findings)->len, 0);
  assert_int_equal(territory->clients->len, 3);
  const Client *client = territory_client(territory, 2);
  assert_string_equal(client->id, "C3");
  assert_string_equal(client->name, "C3"); // no name given
  assert_int_equal(client->rep, 1);
  assert_int_equal(client->group, 0);
  assert_int_equal(client->line, 4);
  assert_false(client->visits.given);
  const Group *group = territory_group(territory, 1);
  assert_int_equal(group->visits.min, 3);
  assert_int_equal(group->visits.max, 6);
  const Rep *rep = territory_rep(territory, 0);
  assert_int_equal(rep->shift[0].to, 17 * HOUR_S);
  assert_int_equal(rep->weekdays, WEEKDAYS_MON_FRI);
  assert_true(rep->cost_hour == 20 * MONEY_ONE && rep->cost_km == MONEY_ONE / 2);
  assert_true(rep->end_lat == rep->lat && rep->end_lon == rep->lon);
  assert_int_equal(g_hash_table_size(territory->inputs), 4);
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, plain_reps, -1);
  assert_string_equal(g_hash_table_lookup(territory->inputs, "reps.csv"), sum);
}

static void every_column_of_clients(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "resources.csv",
      "recurso;nombre;cargo;max_visitas;d\xc3\xad"
      "as;inicio;fin\nGG;Eva;Gerente;4;2027-01-11..2027-01-15;9:00;12:00\n");
  put(this, "clients.csv",
      "cliente;nombre;latitud;longitud;representante;grupo;visitas;minutos_visita;intervalo_min;intervalo_"
      "max;"
      "d\xc3\xad"
      "as;mismo_dia;abre;cierra;abre2;cierra2;ausente;\xc3\xbaltima_visita;primera_antes;canal;estado;ventas;"
      "potencial;"
      "margen_pct;dias_pago;productos;costo_servicio;valor;recurso;visitas_recurso;contacto;tel\xc3\xa9"
      "fono;correo;notas;id_crm;Zona;zona 2\r\n"
      "C1;Pe\xc3\xb1"
      "a;4,61;-74,08;R1;A;2/semana;32,5;3;10;L M X;s\xc3\xad;15:00;18:00;8:00;12:00;04/01/2027..05/01/2027;"
      "28/12/2026;20/01/2027;tel\xc3\xa9"
      "fono;prospecto;1200,5;3000;22,4;30;12;150;80;GG;2;Luz;+57 1;a@b.example;una nota;X1;Norte;\r\n");
  const Territory *territory = case_read(this);
  assert_findings(this, FINDING_ERROR, NULL, 0);
  const Client *c = territory_client(territory, 0);
  assert_string_equal(c->name, "Pe\xc3\xb1"
                               "a");
  assert_true(c->lat == 4.61 && c->lon == -74.08);
  assert_int_equal(c->visits.times, 2);
  assert_int_equal(c->visit_s, 1950);
  assert_int_equal(c->min_gap, 3);
  assert_int_equal(c->max_gap, 10);
  assert_int_equal(c->weekdays, 0x07);
  assert_int_equal(c->same_weekday, WEEKDAY_SAME);
  assert_int_equal(c->opens, 2);
  assert_int_equal(c->open[0].from, 8 * HOUR_S); // in the order of the day
  assert_int_equal(c->open[1].from, 15 * HOUR_S);
  assert_int_equal(c->away->len, 1);
  assert_int_equal(territory->settings.start - c->last_visit, 7);
  assert_int_equal(c->first_by - territory->settings.start, 16);
  assert_int_equal(c->channel, CHANNEL_REMOTE);
  assert_int_equal(c->status, STATUS_PROSPECT);
  assert_true(c->sales == 1200 * MONEY_ONE + MONEY_ONE / 2 && c->potential == 3000 * MONEY_ONE);
  assert_true(c->cost_to_serve == 150 * MONEY_ONE && c->value == 80 * MONEY_ONE);
  assert_true(c->margin_pct == 22.4 && c->payment_days == 30 && c->products == 12);
  assert_int_equal(c->resource, 0);
  assert_int_equal(c->resource_visits, 2);
  assert_string_equal(c->contact, "Luz");
  assert_string_equal(c->phone, "+57 1");
  assert_string_equal(c->email, "a@b.example");
  assert_string_equal(c->notes, "una nota");
  assert_string_equal(c->crm_id, "X1");
  assert_int_equal(territory->extra_columns->len, 2);
  assert_string_equal(territory->extra_columns->pdata[0], "Zona");
  assert_string_equal(c->extra[0], "Norte");
  assert_string_equal(c->extra[1], "");
  assert_null(c->extra[2]);
  const Resource *resource = territory_resource(territory, 0);
  assert_int_equal(resource->max_visits, 4);
  assert_int_equal(resource->days->len, 1);
  assert_int_equal(resource->hours.from, 9 * HOUR_S);
}

static void every_column_of_reps_and_groups(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "reps.csv",
      "rep,name,lat,lon,end_lat,end_lon,team,start,end,start2,end2,weekdays,days_off,max_visits_day,max_"
      "drive_min,"
      "field_share_pct,nights,cost_hour,cost_km,speed_kmh,region,email,crm_id\n"
      "R1,Ana,4.6,-74.1,4.7,-74.2,North,9:00,13:00,15:00,19:00,Mon-Thu,2027-01-06,8,240,80%,2,25,0.4,50,CO,a@"
      "b,7\n"
      "R2,Luis,6.24,-75.58,,,North,,,,,,,,,,,,,,,,\n");
  put(this, "groups.csv",
      "group,share_pct,min_score,when,objective,visits,min_visits,max_visits,visit_minutes,remote_visits,"
      "remote_minutes,portal,investment,growth_pct,priority,response_0,response_half,response_now,response_"
      "150,"
      "Response at saturation\n"
      "A,20,70,sales > 5,Grow,6,3,9,40,2,10,yes,1000,5%,3,0.5,0.8,1,1.1,1.2\nB,,,,,,,,,,,,,,,,,,,\n");
  const Territory *territory = case_read(this);
  assert_findings(this, FINDING_ERROR, NULL, 0);
  const Rep *rep = territory_rep(territory, 0);
  assert_true(rep->end_lat == 4.7 && rep->end_lon == -74.2);
  assert_int_equal(rep->team, 0);
  assert_int_equal(territory_rep(territory, 1)->team, 0);
  assert_int_equal(territory->teams->len, 1);
  assert_int_equal(rep->shifts, 2);
  assert_int_equal(rep->shift[1].from, 15 * HOUR_S);
  assert_int_equal(rep->weekdays, 0x0f);
  assert_int_equal(rep->days_off->len, 1);
  assert_int_equal(rep->max_visits_day, 8);
  assert_int_equal(rep->max_drive_s, 4 * HOUR_S);
  assert_true(rep->field_share == 0.8 && rep->speed_kmh == 50 && rep->nights == 2);
  assert_string_equal(rep->region, "CO");
  const Group *group = territory_group(territory, 0);
  assert_true(group->share_pct == 20 && group->min_score == 70 && group->growth_pct == 5 &&
              group->priority == 3);
  assert_string_equal(group->when, "sales > 5");
  assert_int_equal(group->min_visits, 3);
  assert_int_equal(group->max_visits, 9);
  assert_int_equal(group->remote_visits, 2);
  assert_int_equal(group->remote_s, 600);
  assert_true(group->portal);
  assert_true(group->response[0] == 0.5 && group->response[4] == 1.2);
  const Group *empty = territory_group(territory, 1);
  assert_true(isnan(empty->share_pct) && empty->priority == 1 && empty->min_visits == -1 &&
              !empty->visits.given);
}

static void the_other_files(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "activities.csv",
      "activity,group,times,minutes,cost,channel,objective,kpi,expected_result\nX,A,2,15,100,portal,o,k,e\n");
  put(this, "responses.csv", "client,group,visits,value\nC1,,4,100\n,B,2,50\n");
  put(this, "targets.csv", "rep,group,sales target,visits target\nR1,,5000,60\n,A,,20\n");
  put(this, "actuals.csv",
      "fecha,cliente,representante,estado,minutos,ventas,actividad,resultado,notas\n"
      "2027-01-05,C1,,hecha,30,10,X,bien,n\n2026-12-01,C3,R2,movida,,,,,\n");
  put(this, "holidays.csv", "date,name,region\n2027-01-06,Reyes,\n2027-01-07,half,\n");
  put(this, "appointments.csv", "client,date,time,minutes,rep\nC1,2027-01-05,9:00,20,\nC3,2027-01-08,,,R1\n");
  const Territory *t = case_read(this);
  assert_findings(this, FINDING_ERROR, NULL, 0);
  const Activity *activity = &g_array_index(t->activities, Activity, 0);
  assert_int_equal(activity->times, 2);
  assert_int_equal(activity->activity_s, 900);
  assert_int_equal(activity->channel, CHANNEL_PORTAL);
  assert_true(activity->cost == 100 * MONEY_ONE);
  assert_int_equal(t->responses->len, 2);
  assert_int_equal(g_array_index(t->responses, Response, 1).group, 1);
  assert_int_equal(g_array_index(t->responses, Response, 1).client, -1);
  assert_int_equal(g_array_index(t->targets, Target, 0).visits, 60);
  assert_true(g_array_index(t->targets, Target, 1).sales == MONEY_NONE);
  const Actual *actual = &g_array_index(t->actuals, Actual, 0);
  assert_int_equal(actual->rep, 0); // the client's
  assert_int_equal(actual->visit_s, 1800);
  assert_string_equal(actual->result, "bien");
  assert_int_equal(g_array_index(t->actuals, Actual, 1).status, ACTUAL_MOVED);
  assert_true(g_array_index(t->holidays, Holiday, 1).half);
  const Appointment *made = &g_array_index(t->appointments, Appointment, 0);
  assert_int_equal(made->rep, 0);
  assert_int_equal(made->time_s, 9 * HOUR_S);
  assert_int_equal(made->visit_s, 1200);
  assert_int_equal(g_array_index(t->appointments, Appointment, 1).rep, 0);
  assert_int_equal(g_array_index(t->appointments, Appointment, 1).time_s, -1);
}

static void who_visits_an_open_client(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "clients.csv", "client,lat,lon\nC1,4.61,-74.08\n");
  assert_int_equal(territory_client(case_read(this), 0)->rep, -1);
  put(this, "reps.csv", "rep,lat,lon\nR1,4.60,-74.10\n");
  assert_int_equal(territory_client(case_read(this), 0)->rep, 0);
  put(this, "reps.csv", "rep,lat,lon,team\nR1,4.60,-74.10,N\nR2,4.60,-74.10,S\n");
  put(this, "clients.csv", "client,lat,lon,team\nC1,4.61,-74.08,S\nC2,4.61,-74.08,X\n");
  const Client *client = territory_client(case_read(this), 0);
  assert_int_equal(client->rep, -1);
  assert_int_equal(client->team, 1);
  assert_error(this, "clients.csv:3: column 'team': 'X' is not in reps.csv");
}

static void groups_only_where_they_are_named(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "groups.csv", NULL);
  case_read(this);
  assert_error(this, "groups.csv: the file is missing, but clients.csv names groups (line 2)");
  put(this, "clients.csv", "client,lat,lon,rep,group\nC1,4.61,-74.08,R1,\n");
  case_read(this);
  assert_findings(this, FINDING_ERROR, NULL, 0);
}

static void places(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  // One client exchanged, one far, one rep exchanged, open clients
  put(this, "clients.csv",
      "client,lat,lon,rep\nC1,-74.08,4.61,R1\nC2,40.4,-3.7,R1\nC3,4.6,-74.1,R1\nC4,4.6,-74.1,R1\n"
      "C5,6.25,-75.57,\nC6,40.4,-3.7,\nC7,-75.57,6.25,\n");
  case_read(this);
  static const char *const starts[] = {
      "clients.csv:2: column 'lat': so far south",
      "clients.csv:3: column 'lat': client 'C2' is 80",
      "clients.csv:7: column 'lat': client 'C6' is 80",
      "clients.csv:8: column 'lat': so far south",
  };
  assert_findings(this, FINDING_ERROR, starts, G_N_ELEMENTS(starts));
  put(this, "clients.csv", "client,lat,lon,rep\nC1,4.61,-74.08,R1\nC2,4.65,-74.05,R1\nC3,4.62,-74.05,R1\n");
  put(this, "reps.csv", "rep,lat,lon\nR1,-74.10,4.60\n");
  case_read(this);
  assert_error(this, "reps.csv:2: column 'lat': so far south");
  // The same in Spain, where exchanged coordinates are ordinary ones
  put(this, "clients.csv",
      "client,lat,lon,rep\nC1,40.41,-3.70,R1\nC2,40.42,-3.71,R1\nC3,-3.7,40.4,R1\nC4,-3.7,40.4,\n");
  put(this, "reps.csv", "rep,lat,lon\nR1,40.4,-3.7\n");
  case_read(this);
  static const char *const spain[] = {
      "clients.csv:4: column 'lat': latitude and longitude of client 'C3' look exchanged",
      "clients.csv:5: column 'lat': latitude and longitude of client 'C4' look exchanged",
  };
  assert_findings(this, FINDING_ERROR, spain, G_N_ELEMENTS(spain));
  put(this, "clients.csv",
      "client,lat,lon,rep\nC1,40.41,-3.70,R1\nC2,40.42,-3.71,R1\nC3,40.43,-3.72,R1\nC4,40.4,-3.7,\n");
  put(this, "reps.csv", "rep,lat,lon\nR1,-3.7,40.4\nR2,-3.7,40.4\n");
  case_read(this);
  static const char *const rep[] = {
      "clients.csv:5: column 'lat': latitude and longitude of client 'C4' look exchanged",
      "reps.csv:2: column 'lat': latitude and longitude of rep 'R1' look exchanged",
  };
  assert_findings(this, FINDING_ERROR, rep, G_N_ELEMENTS(rep));
}

static void appointments_that_cannot_be_kept(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "holidays.csv", "date,name\n2027-01-06,Reyes\n");
  put(this, "reps.csv", "rep,lat,lon,days_off\nR1,4.60,-74.10,2027-01-12\nR2,6.24,-75.58,\n");
  put(this, "clients.csv",
      "client,lat,lon,rep,open,close,weekdays,away\nC1,4.61,-74.08,R1,10:00,12:00,Mon-Sat,2027-01-13\n"
      "C2,4.61,-74.08,R1,17:00,20:00,,\n");
  put(this, "appointments.csv",
      "client,date,time,minutes,rep\n"
      "C1,2027-01-06,,,\n"      // holiday
      "C1,2027-01-09,,,\n"      // Saturday
      "C1,2027-01-12,,,\n"      // day off
      "C1,2027-01-13,,,\n"      // away
      "C1,2027-01-14,9:00,,\n"  // closed
      "C1,2027-01-15,,150,\n"   // longer than its hours
      "C2,2027-01-15,,,\n"      // hours apart
      "C2,2027-01-18,17:45,,\n" // too late for the rep
      "C2,2027-01-19,,700,\n"   // longer than the rep's day
      "C1,2027-01-18,11:30,30,\n"
      "C1,2027-01-18,10:30,30,\n" // twice
      "C9,2027-02-18,,,\n");      // unknown, and outside
  case_read(this);
  static const char outside[] = "appointments.csv:9: column 'time': a visit of 30 minutes does not lie "
                                "within the hours of rep 'R1' then; it "
                                "can start between 08:00 and 16:30";
  static const char *const starts[] = {
      "appointments.csv:2: column 'date': the day is a holiday (Reyes)",
      "appointments.csv:3: column 'date': rep 'R1' does not work",
      "appointments.csv:4: column 'date': rep 'R1' has the day off",
      outside,
      "appointments.csv:10: column 'date': the hours of rep 'R1' hold no 700 minutes",
      "appointments.csv:12: column 'date': the client has an appointment on that day already, in line 11",
      "appointments.csv:13: column 'client': 'C9' is not in clients.csv",
      "appointments.csv:13: column 'date': the date is outside the horizon (2027-01-04 to 2027-01-31)",
  };
  assert_findings(this, FINDING_ERROR, starts, G_N_ELEMENTS(starts));
  static const char *const notes[] = {
      "appointments.csv:5: column 'date': client 'C1' is closed or away",
      "appointments.csv:6: column 'time': the visit does not lie within the hours of client 'C1'",
      "appointments.csv:7: column 'date': the visit does not lie within the hours of client 'C1'",
      "appointments.csv:8: column 'date': the visit does not lie within the hours of client 'C2'",
  };
  assert_findings(this, FINDING_NOTE, notes, G_N_ELEMENTS(notes));
}

static void matrices(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "ronda.ini", "[plan]\nstart=2027-01-04\nweeks=1\n[travel]\nmodel=matrix\n");
  put(this, "clients.csv", "client,lat,lon,rep\nC1,4.61,-74.08,R1\nC2,4.65,-74.05,R2\n");
  case_read(this);
  assert_error(this, "travel.csv: the file is missing, but ronda.ini says model = matrix");
  put(this, "travel.csv", "from,to,minutes,km\nR1,C1,10.01,5.5\nC1,R1,12,\nR2,C2,7,1\nC2,R2,8,1\n");
  const Territory *t = case_read(this);
  assert_findings(this, FINDING_ERROR, NULL, 0); // ways between places of two reps are not needed
  const MatrixLeg *leg = &g_array_index(t->matrix, MatrixLeg, 0);
  assert_int_equal(leg->from, 2);
  assert_int_equal(leg->to, 0);
  assert_int_equal(leg->travel_s, 601);
  assert_int_equal(leg->travel_m, 5500);
  put(this, "travel.csv", "from,to,minutes,km\nR1,C1,10,5\nR1,C1,10,5\nR2,C2,x,1\nC2,R2,8,1\nC7,C1,3,1\n");
  case_read(this);
  static const char *const starts[] = {
      "travel.csv: the way from 'C1' to 'R1' is missing",
      "travel.csv:3: column 'from': the way is there already, in line 2",
      "travel.csv:4: column 'minutes': 'x': this is not a number",
  };
  assert_findings(this, FINDING_ERROR, starts, G_N_ELEMENTS(starts));
  assert_int_equal(findings_count(this->findings, FINDING_WARNING), 1);
}

static void many_missing_ways_are_counted(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  g_autoptr(GString) clients = g_string_new("client,lat,lon,rep\n");
  for (int i = 0; i < 9; i++)
    g_string_append_printf(clients, "C%d,4.6%d,-74.08,R1\n", i, i);
  put(this, "clients.csv", clients->str);
  put(this, "ronda.ini", "[plan]\nstart=2027-01-04\nweeks=1\n[travel]\nmodel=matrix\n");
  put(this, "travel.csv", "from,to,minutes\nC1,C2,3\n");
  case_read(this);
  assert_int_equal(findings_count(this->findings, FINDING_ERROR), 21);
  const Finding *last = g_ptr_array_index(findings_sorted(this->findings), 20);
  assert_non_null(strstr(last->text, "69 more ways")); // 10 * 9 - 1 - 20
}

static void rows_that_contradict_themselves(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "clients.csv",
      "client,lat,lon,rep,open,close,open2,close2,min_gap_days,max_gap_days,last_visit,first_by,resource_"
      "visits,sales\n"
      "C1,4.61,-74.08,R1,12:00,8:00,,,9,3,2027-01-04,2027-01-03,,\n"
      "C2,4.61,-74.08,R1,8:00,12:00,12:00,13:00,,,,2027-03-01,2,1.234\n"
      "C3,4.61,-74.08,R1,8:00,,,9:00,,,,,,1.235\n"
      "C4,4.61,-74.08,R1,,,,,0,,,,,\n");
  put(this, "reps.csv",
      "rep,lat,lon,start,end,start2,end2,end_lat\nR1,4.6,-74.1,9:00,13:00,12:00,18:00,\nR2,4.6,-74.1,18:00,,,"
      ",4\n");
  put(this, "groups.csv", "group,min_visits,max_visits,visit_minutes\nA,5,4,0\n");
  case_read(this);
  static const char *const starts[] = {
      "groups.csv:2: column 'visit_minutes': a visit needs some minutes",
      "groups.csv:2: column 'max_visits': max_visits (4) is less than min_visits (5)",
      "reps.csv:2: column 'start2': the second shift starts before",
      "reps.csv:3: column 'end_lat': the end of the day needs both",
      "reps.csv:3: column 'start': the day ends at 17:00, before it starts at 18:00",
      "clients.csv:2: column 'max_gap_days': max_gap_days (3) is less",
      "clients.csv:2: column 'close': it ends at 08:00, before it starts at 12:00",
      "clients.csv:2: column 'last_visit': the last visit must be before",
      "clients.csv:2: column 'first_by': the first visit cannot be before",
      "clients.csv:3: column 'open2': the two opening times touch",
      "clients.csv:3: column 'resource_visits': it is not said who joins",
      "clients.csv:4: column 'open': there is a start without an end",
      "clients.csv:4: column 'close2': there is an end without a start",
  };
  assert_findings(this, FINDING_ERROR, starts, G_N_ELEMENTS(starts));
  static const char *const warnings[] = {
      "clients.csv:3: column 'first_by': the date is after the horizon",
      "clients.csv:3: column 'sales': '1.234' is read as 1.234",
  };
  assert_findings(this, FINDING_WARNING, warnings, G_N_ELEMENTS(warnings));
}

static void regions_as_reps_write_them(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "reps.csv",
      "rep,lat,lon,region\nR1,4.60,-74.10,Andaluc\xc3\xad"
      "a\nR2,6.24,-75.58,\n");
  put(this, "holidays.csv",
      "date,name,region\n2027-01-06,a,ANDALUCIA\n2027-01-07,b,Andalusia\n2027-01-08,c,Madrid\n");
  const Territory *t = case_read(this);
  assert_string_equal(g_array_index(t->holidays, Holiday, 0).region, "Andaluc\xc3\xad"
                                                                     "a");
  static const char *const warning = "no rep has the region 'Andalusia' of the holidays";
  assert_findings(this, FINDING_WARNING, &warning, 1);
}

static void a_broken_file_does_not_blame_others(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "reps.csv", "rep,lon\nR1,-74.10\n");
  case_read(this);
  assert_error(this, "reps.csv:1: column 'lat': the column is missing");
  put(this, "reps.csv", "rep,lat,lon\nR1,\"4.60,-74.10\n");
  put(this, "appointments.csv", "client,date\nC1,2027-01-05\n");
  case_read(this);
  assert_error(this, "reps.csv:2: a cell starts with a quote that is never closed");
}

static void language_ahead_of_all(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  assert_null(ini_language(this->folder));
  put(this, "ronda.ini", "[plan]\nweeks = x\nlanguage = Espa\xc3\xb1ol\n");
  g_autofree char *language = ini_language(this->folder);
  assert_string_equal(language, "es");
  put(this, "ronda.ini", NULL);
  assert_null(ini_language(this->folder));
}

static void nothing_to_read(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  put(this, "ronda.ini", NULL);
  put(this, "reps.csv", NULL);
  put(this, "clients.csv", NULL);
  case_read(this);
  static const char *const starts[] = {"ronda.ini: the file is missing", "reps.csv: the file is missing",
                                       "clients.csv: the file is missing"};
  assert_findings(this, FINDING_ERROR, starts, G_N_ELEMENTS(starts));

  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  assert_null(territory_read("no/such/folder", findings, &error));
  assert_true(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
  g_clear_error(&error);
  assert_null(territory_read("Makefile", findings, &error));
  assert_true(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR));
}

static void a_file_that_cannot_be_read(void **state G_GNUC_UNUSED)
{
  g_autoptr(Case) this = case_new();
  g_autofree char *path = g_build_filename(this->folder, "holidays.csv", NULL);
  assert_int_equal(g_mkdir(path, 0700), 0); // a folder of that name: unreadable for everybody, root included
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  assert_null(territory_read(this->folder, findings, &error));
  assert_int_equal(error->domain, G_FILE_ERROR);
  assert_non_null(strstr(error->message, "holidays.csv"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plain_territory),
      cmocka_unit_test(every_column_of_clients),
      cmocka_unit_test(every_column_of_reps_and_groups),
      cmocka_unit_test(the_other_files),
      cmocka_unit_test(who_visits_an_open_client),
      cmocka_unit_test(groups_only_where_they_are_named),
      cmocka_unit_test(places),
      cmocka_unit_test(appointments_that_cannot_be_kept),
      cmocka_unit_test(matrices),
      cmocka_unit_test(many_missing_ways_are_counted),
      cmocka_unit_test(rows_that_contradict_themselves),
      cmocka_unit_test(regions_as_reps_write_them),
      cmocka_unit_test(a_broken_file_does_not_blame_others),
      cmocka_unit_test(language_ahead_of_all),
      cmocka_unit_test(nothing_to_read),
      cmocka_unit_test(a_file_that_cannot_be_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
